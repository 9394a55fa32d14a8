/** Where what a reader wrote on a page is kept: in the browser's storage, under the page's path. */

/** Of a page, wherever its site lies. */
export const pageKey = ({ pathname }) => `mixtures-lab live ${pathname.replace(/\.html$/, "")}`;

/** Whether something of this page is kept. */
export const hasKept = (key) => localStorage.getItem(key) !== null;
