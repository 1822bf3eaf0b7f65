import { TabInputText, window, type Tab, type Uri, type ViewColumn } from 'vscode';

/** Where a file is open already: the group that is in use, else one beside it, such as that of a panel's page. */
export function columnOf(uri: Uri): ViewColumn | undefined {
  const { all, activeTabGroup } = window.tabGroups;
  const group = [activeTabGroup, ...all].find(({ tabs }) => tabs.some((tab) => isTabOf(tab, uri)));
  return group?.viewColumn;
}

/** Whether a tab shows this file as text. */
export function isTabOf({ input }: Tab, uri: Uri): boolean {
  return input instanceof TabInputText && input.uri.toString() === uri.toString();
}
