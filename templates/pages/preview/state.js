// What all parts share: what the server said last, and the deck that was dropped.
// Who imports these names sees their values of now; they change here only.

export let state = null;
export let painted = "";  // the variant that `state` is of
export let opened = 0;  // the version that this page saw first
export let dropped = null;

export const learn = (got, asked) => {
  state = got;
  painted = asked;
  opened ||= state.version;
};

export const receive = (file) => { dropped = file; };
