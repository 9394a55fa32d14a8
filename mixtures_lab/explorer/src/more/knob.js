/** The disc with the number of a component, where no handle draws it. */

import { colourOf, css, inkOn, readable, THEMES } from "../colour.js";

/** The colours of the disc with the number of component j, as a style. */
export const knobStyle = (j, theme) => {
  const colour = colourOf(j);
  const rim = readable(colour, THEMES[theme].ground, 3);
  return `--c:${css(colour)};--rim:${css(rim)};--on:${css(inkOn(colour))}`;
};
