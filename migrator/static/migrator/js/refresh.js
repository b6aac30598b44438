// A page that shows work in progress loads itself anew while the work goes on and the tab is seen.

const EVERY = 3000;

setInterval(() => {
  if (!document.hidden) {
    location.reload();
  }
}, EVERY);
