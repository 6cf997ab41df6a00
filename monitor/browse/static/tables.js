// The editor that Datasette lays over the field for SQL has a field of its own, which nobody has named.
addEventListener("load", () => {
  for (const field of document.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SQL");
});
