"""A page that treats outputs by the rules of a notebook in VS Code: its colours, its style, how it puts HTML in, how it finds widgets.

VS Code itself does not run here. The rules were read in the sources of its notebook renderers, of no stated release, and in those of
the Jupyter extension of July 2026. The widgets are real in Python and in the browser, where anywidget's own script meets ipywidgets'
own base classes, both as they are installed for `.venv`; only what carries messages between the two is the test's.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

import anywidget
from ipywidgets.widgets.widget import _remove_buffers
from playwright.sync_api import Browser, Locator, Route

HERE = "https://notebook.invalid/"
NBEXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "nbextensions"

# Default Light Modern and Default Dark Modern. JupyterLab's variables do not exist.
THEMES = {
    "light": {
        "foreground": "#3b3b3b", "editor-foreground": "#3b3b3b", "editor-background": "#ffffff", "input-background": "#ffffff",
        "input-border": "#cecece", "textPreformat-foreground": "#3b3b3b", "textPreformat-background": "#0000001f",
    },
    "dark": {
        "foreground": "#cccccc", "editor-foreground": "#cccccc", "editor-background": "#1f1f1f", "input-background": "#313131",
        "input-border": "#3c3c3c", "textPreformat-foreground": "#d0d0d0", "textPreformat-background": "#3c3c3c",
    },
}  # fmt: skip

# Tables have no lines and stand to the right; what shows a widget is white in every theme.
STYLE = """
html { background: var(--vscode-editor-background); }
body { background: transparent; color: var(--vscode-editor-foreground); font: 13px system-ui, sans-serif; margin: 0; padding: 0 20px; }
code { background: var(--vscode-textPreformat-background); color: var(--vscode-textPreformat-foreground); padding: 1px 3px; }
table, thead, tr, th, td, tbody { border: none !important; border-collapse: collapse; }
table, th, tr { text-align: right; vertical-align: middle; }
thead { background: rgba(130, 130, 130, 0.16); font-weight: bold; }
tr:nth-child(even) { background: rgba(130, 130, 130, 0.08); }
th, td { padding: 4px 8px; }
.output { overflow-x: auto; padding: 8px; }
.cell-output-ipywidget-background { background: white !important; }
"""

# What `notebook.experimental.enableCsp` turns on. It is off unless a user sets it.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' https: http: data:; font-src 'self' https:; connect-src https:; child-src https: data:;"
)

# Scripts that come with HTML do not run by themselves: each is made anew at the end of what was put in, and taken away again.
SCRIPT = """
const output = () => {
  const made = document.createElement("div");
  made.className = "output";
  document.getElementById("container").append(made);
  return made;
};
window.showHtml = (html) => {
  const made = document.createElement("div");
  made.innerHTML = html;
  made.tabIndex = 0;
  output().append(made);
  for (const script of made.querySelectorAll("script")) {
    const again = document.createElement("script");
    again.text = script.textContent;
    if (script.type) again.type = script.type;
    made.append(again);
    again.remove();
  }
};

const modules = { module: { uri: document.baseURI } };
window.Jupyter = { version: "6.5.7" }; // ipywidgets' classes come in a file that the classic notebook loads as well
window.requirejs = Object.assign(() => {}, { config() {} });
const load = async (file) => {
  let loaded;
  window.define = (names, factory) => (loaded = factory(...names.map((name) => modules[name])));
  new Function(await (await fetch(file)).text())();
  return loaded;
};
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
const models = {};
const manager = { get_model: (id) => models[id], callbacks: () => ({}) };
window.showWidget = async (id, { state, paths, buffers }) => {
  const base = (modules["@jupyter-widgets/base"] ??= await load("nbextensions/jupyter-js-widgets/extension.js"));
  const { AnyModel, AnyView } = (modules[state._model_module] ??= await load(`nbextensions/${state._model_module}/index.js`));
  const layout = state.layout.replace("IPY_MODEL_", "");
  models[layout] = Promise.resolve(new base.LayoutModel({}, { widget_manager: manager, model_id: layout }));
  base.put_buffers(state, paths, buffers.map(bytes));
  let receive;
  const send = (data, callbacks) => {
    kernel(id, data).then((answers) => {
      for (const [content, buffers] of answers) {
        receive({ content: { data: { method: "custom", content } }, buffers: buffers.map(bytes), parent_header: {}, metadata: {} });
      }
      callbacks?.iopub?.status?.({ content: { execution_state: "idle" } });
    });
    return "";
  };
  const comm = { comm_id: id, send, on_msg: (callback) => (receive = callback), on_close() {} };
  const options = { widget_manager: manager, model_id: id, comm };
  const model = new AnyModel(await AnyModel._deserialize_state(state, manager), options);
  models[id] = Promise.resolve(model);
  const view = new AnyView({ model, options: {} });
  const place = document.createElement("div");
  place.className = "cell-output-ipywidget-background";
  output().append(place);
  await view.render();
  place.append(view.el);
};
"""


class Webview:
    """What holds the outputs of one notebook, in one of VS Code's themes; `complaints` tells what went wrong in it."""

    def __init__(self, browser: Browser, theme: str, *, policy: bool = False) -> None:
        self.complaints: list[str] = []
        self._widgets: dict[str, anywidget.AnyWidget] = {}
        self.theme, self._policy = theme, policy
        self._context = browser.new_context(viewport={"width": 900, "height": 900})
        self._context.set_default_timeout(20_000)
        self._context.route("**/*", self._answer)
        self.tab = self._context.new_page()
        self.tab.on("pageerror", lambda error: self.complaints.append(f"page error: {error.message}"))
        self.tab.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.tab.expose_function("kernel", self._kernel)
        self.tab.goto(HERE)
        self.tab.wait_for_function("!!window.showWidget")

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path == "":
            route.fulfill(body=self._page(), content_type="text/html; charset=utf-8")
        elif path.startswith("nbextensions/"):
            route.fulfill(path=NBEXTENSIONS.parent / path, content_type="text/javascript")
        elif path == "favicon.ico":
            route.fulfill(status=204)
        else:
            self.complaints.append(f"request: {route.request.url[:200]}")
            route.abort()

    def _page(self) -> str:
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' if self._policy else ""
        colours = "".join(f"--vscode-{name}: {colour};" for name, colour in THEMES[self.theme].items())
        return (
            f'<!doctype html><html lang="en" style="{colours}"><head><title>Outputs</title>{policy}<style>{STYLE}</style></head>'
            f'<body class="vscode-{self.theme}"><div id="container"></div><script type="module">{SCRIPT}</script></body></html>'
        )

    def _kernel(self, model: str, data: dict[str, Any]) -> list[tuple[dict[str, Any], list[str]]]:
        """Do what a kernel does with a message from the page; return what the widget sends back."""
        widget, answers = self._widgets[model], []

        def send(content: dict[str, Any], buffers: Any = ()) -> None:
            answers.append((json.loads(json.dumps(content)), [base64.b64encode(buffer).decode() for buffer in buffers or ()]))

        widget.send = send
        if data["method"] == "custom":
            widget._handle_custom_msg(data["content"], [])
        elif data["method"] == "update":
            widget.set_state(data["state"])
        return answers

    def show_html(self, html: str) -> Locator:
        """Show HTML as the built-in renderer does in a trusted workspace; return the output."""
        self.tab.evaluate("html => showHtml(html)", html)
        return self.tab.locator(".output").last

    def show_widget(self, widget: anywidget.AnyWidget) -> Locator:
        """Show a widget as the Jupyter extension does while its kernel runs; return the output."""
        state, paths, buffers = _remove_buffers(widget.get_state())
        state.pop("_view_count", None)
        self._widgets[widget.model_id] = widget
        packed = {"state": state, "paths": paths, "buffers": [base64.b64encode(buffer).decode() for buffer in buffers]}
        self.tab.evaluate("([id, packed]) => showWidget(id, packed)", [widget.model_id, packed])
        return self.tab.locator(".output").last

    def clear(self, width: int = 900) -> None:
        """Take all outputs away, and give the page this width."""
        self.tab.set_viewport_size({"width": width, "height": 900})
        self.tab.evaluate("document.getElementById('container').replaceChildren()")

    def close(self) -> None:
        """Close the page."""
        self._context.close()
