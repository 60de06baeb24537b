"""The lessons in real browsers. As a package, so that its browsers and servers end with its last test."""
