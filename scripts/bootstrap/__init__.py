"""Make the environment the project needs inside the clone, then run, test, check, measure or lock it."""
