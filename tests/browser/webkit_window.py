#!/usr/bin/python3
"""A window with WebKitGTK in it and nothing else, for WebKitWebDriver to drive; run by the system's Python, which has GTK.

MiniBrowser, which comes with WebKitGTK, has a bar of buttons that keeps it from being as narrow as a phone. What goes wrong on a page
is kept on the page, because the driver has no command that asks for the console.
"""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

KEEP_COMPLAINTS = """
window.complaints = [];
for (const kind of ["error", "warn"]) {
  const said = console[kind].bind(console);
  console[kind] = (...words) => { complaints.push(words.join(" ")); said(...words); };
}
addEventListener("error", (event) => complaints.push(event.message || `could not load ${event.target.src || event.target.href}`), true);
addEventListener("unhandledrejection", (event) => complaints.push(String(event.reason)));
"""
opened = []  # or else a window is gone with its last name


def open_window(*_):
    """Return a new view, in a window of its own, under the driver's control."""
    manager = WebKit2.UserContentManager()
    frames, at = WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START
    manager.add_script(WebKit2.UserScript.new(KEEP_COMPLAINTS, frames, at, None, None))
    view = WebKit2.WebView(is_controlled_by_automation=True, web_context=context, user_content_manager=manager)
    view.set_size_request(1, 1)
    window = Gtk.Window()
    window.set_default_size(1280, 900)
    window.add(view)
    window.show_all()
    opened.append(window)
    return view


def accept(_, session):
    """Say who answers, and open windows when the driver asks for them."""
    information = WebKit2.ApplicationInfo()
    information.set_name("MiniBrowser")  # the name that Selenium asks for
    session.set_application_info(information)
    session.connect("create-web-view", open_window)


context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)
context.connect("automation-started", accept)
Gtk.main()
