import type { PixelTag } from '../../tag';
import { scriptAttributes } from '../scriptMarkup';

/** Consent tools that switch a blocked script on once the visitor agrees. */
export type ConsentTool = 'cookiebot' | 'onetrust' | 'klaro';

/**
 * The tag in the form that a consent tool blocks: its type is none that a browser runs, and an attribute names the
 * purpose. Sources: the tools' own manuals on marking up scripts by hand.
 * @param markup the tag as it would be written without consent
 */
export function consentGated(markup: string, tool: ConsentTool): string {
  const attributes = scriptAttributes(markup)
    .filter(({ name }) => name !== 'type' && !(tool === 'onetrust' && name === 'class'))
    .map(({ name, raw, quote }) => {
      const written = tool === 'klaro' && name === 'src' ? 'data-src' : name;
      return raw === undefined ? written : `${written}=${quote || '"'}${raw}${quote || '"'}`;
    });
  return `<script type="text/plain" ${MARKS[tool]} ${attributes.join(' ')}></script>`;
}

const MARKS: Readonly<Record<ConsentTool, string>> = {
  cookiebot: 'data-cookieconsent="marketing"',
  // C0004 is OneTrust's group for targeting cookies, unless the account renamed it.
  onetrust: 'class="optanon-category-C0004"',
  // The name has to be one of the services in Klaro's configuration.
  klaro: 'data-type="application/javascript" data-name="iqm"',
};

/** Whether the tag may be gated: a module's type would be lost. */
export function canBeGated({ markup }: PixelTag): boolean {
  return !scriptAttributes(markup).some(({ name, raw }) => name === 'type' && raw === 'module');
}
