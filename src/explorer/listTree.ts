import {
  EventEmitter,
  l10n,
  window,
  type Event,
  type TreeDataProvider,
  type TreeDragAndDropController,
  type TreeItem,
  type TreeView,
} from 'vscode';
import type { ListSnapshot } from '../catalog/pagedList';
import { setContext } from '../shell/contextKeys';
import { Disposables } from '../shell/disposables';
import type { ErrorReport } from '../shell/errorReport';
import { isShort, listState, moreItem, noteItem } from './listState';
import { ListView } from './listView';

/** Rows that a tree has besides those of its list. */
export type ListNode =
  /** In place of what a row has below it: there is nothing, or it could not be had. */
  | { readonly kind: 'note'; readonly text: string; readonly of: number; readonly failed?: true }
  /** The end of a list that goes on. */
  | { readonly kind: 'more'; readonly shown: number; readonly filtered: number };

/** Where the rows of a tree come from. */
export interface TreeSource<Row> {
  /** The view is `iqm.<view>`, and so is the context key of its state. */
  readonly view: 'conversions' | 'campaigns';
  /** What a row is called in ids and commands. */
  readonly row: 'conversion' | 'campaign';
  readonly list: () => ListSnapshot<Row> | undefined;
  readonly onDidChange: Event<void>;
  /** Reads the list unless this session has. */
  readonly open: () => Promise<void>;
  /** What narrows or orders the list, in words. */
  readonly narrowing: () => string | undefined;
  /** Whether rows may be missing from it. */
  readonly narrowed: () => boolean;
  /** How many things the rows show, where that is not their number. */
  readonly count?: (rows: readonly Row[]) => number;
}

interface TreeOptions<Node> {
  readonly dragAndDropController: TreeDragAndDropController<Node>;
  readonly canSelectMany?: boolean;
}

/** A view of one of the catalog's lists: its rows, what stands below each, and a last row while there are more. */
export abstract class ListTree<Row, Node extends { readonly kind: string }>
  extends Disposables
  implements TreeDataProvider<Node | ListNode>
{
  readonly #source: TreeSource<Row>;
  readonly #report: ErrorReport;
  readonly #changed = this.own(new EventEmitter<void>());
  readonly #list: ListView;
  readonly view: TreeView<Node | ListNode>;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(source: TreeSource<Row>, report: ErrorReport, options: TreeOptions<Node | ListNode>) {
    super();
    this.#source = source;
    this.#report = report;
    const id = `iqm.${source.view}`;
    this.view = this.own(
      window.createTreeView(id, { ...options, treeDataProvider: this, showCollapseAll: true }),
    );
    this.#list = this.own(new ListView(id, this.view, () => this.#changed.fire()));
    this.own(this.view.onDidChangeVisibility(({ visible }) => visible && this.#open()));
    this.own(source.onDidChange(() => this.#show()));
    this.#show();
  }

  /** A row of the list as a node. */
  protected abstract node(row: Row): Node;
  protected abstract item(node: Node): TreeItem;
  /** Sets what an item needs only when somebody looks at it, such as its tooltip. */
  protected abstract complete(item: TreeItem, node: Node): void;
  protected abstract below(node: Node): (Node | ListNode)[] | Promise<(Node | ListNode)[]>;

  getTreeItem(node: Node | ListNode): TreeItem {
    if (isNote(node)) {
      const refresh = { command: `iqm.${this.#source.row}.refresh`, title: l10n.t('Refresh') };
      return noteItem(`${this.#source.row}/${node.of}`, node.text, node.failed && refresh);
    }
    return isMore(node)
      ? moreItem(this.#source.row, node.shown, node.filtered)
      : this.item(node as Node);
  }

  /** Tooltips are made when one is looked at, not for every row of the list. */
  resolveTreeItem(item: TreeItem, node: Node | ListNode): TreeItem {
    if (!isNote(node) && !isMore(node)) {
      this.complete(item, node as Node);
    }
    return item;
  }

  getChildren(node?: Node | ListNode): (Node | ListNode)[] | Promise<(Node | ListNode)[]> {
    if (node !== undefined) {
      return isNote(node) || isMore(node) ? [] : this.below(node as Node);
    }
    const list = this.#source.list();
    if (list === undefined) {
      return [];
    }
    this.#open();
    const { rows, filtered } = list;
    const nodes = rows.map((row) => this.node(row));
    return isShort(list) ? [...nodes, { kind: 'more', shown: rows.length, filtered }] : nodes;
  }

  getParent(_node: Node | ListNode): Node | undefined {
    return undefined;
  }

  /**
   * What stands below a row, once IQM has said.
   * @param none in place of nothing
   * @param failed the start of the sentence that tells of a failure; a row to try again stands in for what is missing
   */
  protected async asked(
    of: number,
    ask: () => Promise<readonly Node[]>,
    { none, failed }: { readonly none: string; readonly failed: string },
  ): Promise<(Node | ListNode)[]> {
    try {
      const nodes = await ask();
      return nodes.length === 0 ? [{ kind: 'note', text: none, of }] : [...nodes];
    } catch (error) {
      await this.#report.show(error, { what: failed });
      return [{ kind: 'note', text: l10n.t('Could not be loaded. Refresh?'), failed: true, of }];
    }
  }

  /** The first look at the view is what starts the first request. */
  #open(): void {
    if (this.view.visible) {
      void this.#source.open();
    }
  }

  #show(): void {
    const { view, narrowing, narrowed, count } = this.#source;
    const list = this.#source.list();
    setContext(`iqm.${view}`, listState(list, narrowed()));
    setContext(`iqm.${view}Filtered`, narrowed());
    this.#list.show(list, narrowing(), list && count?.(list.rows));
    this.#open();
  }
}

function isNote(node: { readonly kind: string }): node is ListNode & { kind: 'note' } {
  return node.kind === 'note';
}

function isMore(node: { readonly kind: string }): node is ListNode & { kind: 'more' } {
  return node.kind === 'more';
}
