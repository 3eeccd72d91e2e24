"""The real page in a headless Chromium, on a server of its own: how smooth it plays, how soon it is alive."""
