// Return the texts of the page whose contrast with what is behind them is below WCAG AA (icons: 3, texts: 4.5).
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const over = (top, below) => top.rgb.map((value, index) => value * top.alpha + below[index] * (1 - top.alpha));
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element) => {
    const layers = [];
    for (let place = element; place; place = place.parentElement) {
      const layer = channels(getComputedStyle(place).backgroundColor);
      layers.unshift(layer);
      if (layer.alpha === 1) {
        break;
      }
    }
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const faults = [];
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!hasText || !seen || element.closest("svg, .visually-hidden, .skip-link, :disabled")) {
      continue;
    }
    const behind = background(element);
    const pair = [luminance(over(channels(getComputedStyle(element).color), behind)), luminance(behind)];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const needed = element.classList.contains("material-symbols-outlined") ? 3 : 4.5;
    if (Math.round(ratio * 100) / 100 < needed) {
      faults.push(`${ratio.toFixed(2)}: ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  return faults;
}
