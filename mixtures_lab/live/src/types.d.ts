// What the type check cannot know: esbuild makes a string of a style sheet, and puts the hash of
// the sources in place of SOURCES; the first script leaves a mark on the window for the second.
declare module "*.css" {
  const text: string;
  export default text;
}
declare const SOURCES: string;
interface Window {
  mixturesLabLive?: { arrived(parts: object): void };
}
