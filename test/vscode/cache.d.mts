export function fillOnce(home: string, isReady: () => boolean, fill: (draft: string) => void): void;
