// Sets the theme that was chosen before, ahead of the first paint.
try {
  const theme = localStorage.getItem("docwright-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Some browsers keep nothing for pages from a folder; then it is the system's.
}
