import { TabInputText, window, type Uri, type ViewColumn } from 'vscode';

/** Where a file is open already: the group that is in use, else one beside it, such as that of a panel's page. */
export function columnOf(uri: Uri): ViewColumn | undefined {
  const { all, activeTabGroup } = window.tabGroups;
  const group = [activeTabGroup, ...all].find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString(),
    ),
  );
  return group?.viewColumn;
}
