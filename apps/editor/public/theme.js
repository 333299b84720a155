// Runs before the first paint, as a file of its own: a strict Content-Security-Policy refuses inline scripts.
// No stored choice, or storage that may not be read, means the system's theme.
try {
  const choice = localStorage.getItem('syncline.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {}
