"""The board's pages: each view asks a module that knows, and shows the answer."""
