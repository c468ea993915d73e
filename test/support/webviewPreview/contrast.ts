/**
 * An expression for a page: returns one line for each text whose contrast is below WCAG level AA, which is 4.5 to 1.
 * Invisible and disabled texts do not count. Translucent colours are blended as in the browser.
 */
export const WEAK_CONTRASTS = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const colours = new Map();
  const read = colour => {
    if (!colours.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      colours.set(colour, { rgb: [red, green, blue], alpha: alpha / 255 });
    }
    return colours.get(colour);
  };
  const over = ({ rgb, alpha }, below) => rgb.map((part, index) => part * alpha + below[index] * (1 - alpha));
  const luminance = rgb => {
    const [red, green, blue] = rgb.map(part => part / 255).map(s => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = element => {
    const below = element === null ? [255, 255, 255] : ground(element.parentElement);
    return element === null ? below : over(read(getComputedStyle(element).backgroundColor), below);
  };
  const opacity = element => (element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement));
  const weak = [];
  const shown = [...document.querySelectorAll('textarea, input, select')].map(field => ({ element: field, text: field.value }));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    if (node.parentElement.closest('script, style, textarea, select') !== null) continue;
    shown.push({ element: node.parentElement, text: node.data });
  }
  for (const { element, text } of shown) {
    if (text.trim() === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('.visuallyHidden, :disabled') !== null) continue;
    const below = ground(element);
    const { rgb, alpha } = read(getComputedStyle(element).color);
    const [light, dark] = [luminance(over({ rgb, alpha: alpha * opacity(element) }, below)), luminance(below)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) weak.push(ratio.toFixed(2) + ' to 1: ' + text.trim().slice(0, 40));
  }
  return weak;
})()`;
