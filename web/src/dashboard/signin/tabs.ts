// Signing out in one tab is signing out in all of this browser: nothing stays on a screen that somebody else may come to.

const tabs = new BroadcastChannel("signed-out");

export const tellTabs = (): void => tabs.postMessage("");

export function whenToldByTab(leave: () => void): void {
  tabs.onmessage = leave;
}
