"""What every learner's server is told. It is found through JUPYTER_CONFIG_PATH, which jupyterhub_config.py sets."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3]))  # last: a learner's own files come first

from places.hub.provisioner import SOCKET, use_warm_kernels

c = get_config()  # noqa: F821

c.Application.log_level = "WARN"
c.ServerApp.allow_root = os.geteuid() == 0  # in a container there may be nobody else

# A slider's answer is not held back; places/lab/quick_channel.py says why.
c.ServerApp.kernel_websocket_connection_class = "places.lab.quick_channel.QuickChannel"

c.ServerApp.contents_manager_class = "places.lab.unchanged_notebooks.UnchangedNotebooks"

# The link to the lessons is answered by a page that asks first; nbgitpuller's own fetches whatever any page names.
# What no lesson uses costs memory thirty times.
c.ServerApp.jpserver_extensions = {
    "places.hub.lesson_pull": True,
    "nbgitpuller": False,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "notebook_shim": False,
}
c.ServerApp.terminals_enabled = False
c.LabApp.extension_manager = "readonly"

# What a learner arranges stays in their own home. A server that is forked would take the folders of the process that imported JupyterLab.
c.LabApp.workspaces_dir = str(Path.home() / ".jupyter" / "lab" / "workspaces")
c.LabApp.user_settings_dir = str(Path.home() / ".jupyter" / "lab" / "user-settings")
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"

# A closed notebook's kernel is shut down by JupyterLab (labconfig/); these are for a learner who has closed the whole browser.
c.MappingKernelManager.cull_idle_timeout = 20 * 60
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = False
c.ServerApp.shutdown_no_activity_timeout = 60 * 60

if SOCKET in os.environ:
    use_warm_kernels()
