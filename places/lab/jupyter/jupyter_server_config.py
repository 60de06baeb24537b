"""What the server of `.venv` is told, by whatever command it is started."""

load_subconfig("jupyter_nbconvert_config.py")  # noqa: F821
