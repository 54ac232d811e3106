// Loads the page again when the server has a newer one.
"use strict";

new EventSource("/events").addEventListener("changed", () => location.reload());
