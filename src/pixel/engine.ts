/*
 * The working part of the pixel floor, as the editor uses it. Import it dynamically: it is a bundle of its own, read
 * when the first pixel is placed, found or copied, so that activation stays small.
 */
export { findPixelTags } from './finder';
export { adaptPaste } from './languages/adapt';
export { COPY_FORMS } from './languages/copyAs';
export { detectFile } from './languages/detect';
export { checkExpression } from './languages/value/expression';
export { checkNumber, checkText } from './languages/value/number';
export { suggestValues } from './languages/value/suggestions';
export { planPlacement, planRemoval } from './placement';
export { readPixelTag } from './tag';
