// The way from one page to another. The column with the pages registers how.

let opener = () => {};

/** Opens a page of the device's web interface, if given with the profile that it is about. */
export function openPage(id, profileId) {
  opener(id, profileId);
}

export function onOpenPage(listener) {
  opener = listener;
}
