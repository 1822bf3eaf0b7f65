import type { Framework } from '../../kinds';
import type { Piece } from '../address';
import type { Wanted } from '../javascript/imports';
import { addressCode, hasExpression, plainAddress } from '../javascript/literals';
import { attributeText } from '../scriptMarkup';

/** A pixel as an element of JSX, for the frameworks that run one. */
export interface ElementForm {
  readonly element: string;
  readonly attributesBefore: string;
  readonly attributesAfter: string;
  readonly wanted?: Wanted;
}

/**
 * React 19 hoists and runs a script only if it is async; Next.js and Gatsby bring a component that also runs after
 * a navigation in the browser. Older React never runs a script element: there is no form for it.
 */
export function elementForm(framework: Framework | undefined): ElementForm | undefined {
  switch (framework) {
    case 'react19':
      return { element: 'script', attributesBefore: ' async', attributesAfter: '' };
    case 'next':
      return {
        element: 'Script',
        attributesBefore: '',
        attributesAfter: ' strategy="afterInteractive"',
        wanted: { module: 'next/script', name: 'default', local: 'Script' },
      };
    case 'gatsby':
      return {
        element: 'Script',
        attributesBefore: '',
        attributesAfter: '',
        wanted: { module: 'gatsby', name: 'Script' },
      };
    default:
      return undefined;
  }
}

export function writeElement(form: ElementForm, pieces: readonly Piece[]): string {
  const { element, attributesBefore, attributesAfter } = form;
  return `<${element}${attributesBefore} src=${jsxSource(pieces)}${attributesAfter} />`;
}

/** The value of a JSX attribute: a string, whose braces mean nothing, or an expression. */
export function jsxSource(pieces: readonly Piece[]): string {
  return hasExpression(pieces)
    ? `{${addressCode(pieces)}}`
    : `"${attributeText(plainAddress(pieces), '"')}"`;
}
