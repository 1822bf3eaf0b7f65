import type { Page } from 'playwright-core';

interface Value {
  readonly value?: string | number | boolean;
}

interface Node {
  readonly nodeId: string;
  readonly childIds?: readonly string[];
  readonly ignored: boolean;
  readonly role?: Value;
  readonly name?: Value;
  readonly description?: Value;
  readonly properties?: readonly { readonly name: string; readonly value: Value }[];
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly name?: string };
  readonly childFrames?: readonly FrameTree[];
}

function named(
  name: string,
  { frame, childFrames = [] }: FrameTree,
): FrameTree['frame'] | undefined {
  return frame.name === name
    ? frame
    : childFrames.map((child) => named(name, child)).find((found) => found !== undefined);
}

/** Roles that only hold others, or repeat the name of their parent. */
const SILENT = new Set(['InlineTextBox', 'StaticText', 'generic', 'none', 'RootWebArea']);
const STATES = ['checked', 'pressed', 'disabled', 'busy', 'level', 'required', 'invalid'];

/**
 * What Chromium tells a screen reader, in reading order: a line `role "name" state=value …` for each node that has a
 * role of its own, and what describes it after a dash.
 *
 * @param frameName the frame to look into, as its element names it; the page itself when left out
 */
export async function accessibilityTree(page: Page, frameName = ''): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = (await session.send('Page.getFrameTree')) as { frameTree: FrameTree };
  const frame = frameName === '' ? frameTree.frame : named(frameName, frameTree);
  const { nodes } = (await session.send('Accessibility.getFullAXTree', {
    frameId: frame?.id ?? '',
  })) as { nodes: readonly Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  // Chromium sends them level by level; a reader goes down into each before the next.
  const below = (node: Node | undefined): readonly Node[] =>
    node === undefined ? [] : [node, ...(node.childIds ?? []).flatMap((id) => below(byId.get(id)))];
  return below(nodes[0])
    .filter(({ ignored, role }) => !ignored && !SILENT.has(String(role?.value)))
    .map(({ role, name, description, properties = [] }) =>
      [
        `${String(role?.value)} "${String(name?.value ?? '')}"`,
        ...properties
          .filter((each) => STATES.includes(each.name) && String(each.value.value) !== 'false')
          .map((each) => `${each.name}=${String(each.value.value)}`),
        ...(description?.value ? [`– ${String(description.value)}`] : []),
      ].join(' '),
    );
}
