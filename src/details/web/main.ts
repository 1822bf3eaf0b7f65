import * as l10n from '@vscode/l10n';
import type { PanelState } from '../panelState';
import { Announcer } from './announcer';
import { Formats } from './formats';
import { Host } from './host';
import { PanelView } from './panelView';

/* The page of the details panel: draws the state that the extension sends, and sends back what the user wants. */

const host = new Host();
const announcer = new Announcer();
const main = document.getElementById('details');
let view: PanelView | undefined;

function draw(state: PanelState): void {
  if (state.conversionId !== host.kept.conversionId) {
    host.keep({ conversionId: state.conversionId });
  }
  view?.update(state);
}

host.listen((message) => {
  if (message.type === 'state') {
    draw(message.state);
  } else if (main !== null && view === undefined) {
    if (message.strings !== undefined) {
      l10n.config({ contents: message.strings });
    }
    view = new PanelView(host, announcer, new Formats(message.language));
    main.append(view.progress, view.root);
    document.body.append(announcer.root);
  }
});
