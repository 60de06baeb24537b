"""Where readers are, one folder a place; deleting one deletes a folder."""
