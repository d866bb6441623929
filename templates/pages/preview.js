// The script of the preview's page: loads its parts, shows what the address asks for, and follows the server.
import { links, whenChanged } from "./preview/address.js";
import "./preview/edited.js";
import "./preview/files.js";
import "./preview/share.js";
import { follow, later, refresh } from "./preview/server.js";
import { readDesk } from "./preview/desk.js";

whenChanged(later);
links();
readDesk().then(() => {  // the form is filled from what the desk keeps
  refresh();
  follow();
});
