"""The texts of the sources, and the catalogs in locales/ beside them: `python -m scripts.translations`."""
