// What the type check cannot know of src/: esbuild makes a string of a style sheet, and
// host-page.js leaves a mark on the window.
declare module "*.css" {
  const text: string;
  export default text;
}
interface Window {
  mixturesLabExplorer?: { lent: Record<string, object>; arrived(parts: object): void };
}
declare const SOURCES: string; // their hash: build.mjs
