// What Unfold's templates expect to find in Alpine, registered by name because its strict build calls nothing else.

"use strict";

const SIDEBAR = "sidebarDesktopOpen";

/** The body: which tab of a form is open, and whether the sidebar is. */
function shell(primaryTab = "") {
  return {
    activeTab: primaryTab,
    sidebarMobileOpen: false,
    sidebarDesktopOpen: localStorage.getItem(SIDEBAR) !== "0",
    // Unfold's change form asks for these two by these names.
    window: { location: { pathname: location.pathname, search: location.search } },
    init() {
      this.activeTab = (primaryTab && getCurrentTab()) || primaryTab;
    },
    toggleSidebar() {
      this.sidebarDesktopOpen = !this.sidebarDesktopOpen;
      localStorage.setItem(SIDEBAR, this.sidebarDesktopOpen ? "1" : "0");
    },
  };
}

document.addEventListener("alpine:init", () => {
  Alpine.data("theme", theme);
  Alpine.data("searchForm", searchForm);
  Alpine.data("shell", shell);
});

// The element that takes part in a post without JavaScript of its own: say that something is happening.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("[data-busy]");
  if (button) {
    button.setAttribute("aria-busy", "true");
    button.lastChild.textContent = button.dataset.busy;
  }
});
