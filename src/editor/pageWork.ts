/*
 * What the commands on the open page do. Import it dynamically: a bundle of its own, read with the first command, so
 * that activation stays small.
 */
export { CopyPixel } from './copyPixel';
export { InsertPixel } from './insertPixel';
export { PixelInPage } from './pixelInPage';
