// Draws the Mermaid diagrams of a page, in its colours; what draws them is loaded where there are any.
{
  const sources = [...document.querySelectorAll("pre > code.mermaid")];
  const library = new URL("mermaid.js", document.currentScript.src).href;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const load = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      document.head.append(Object.assign(script, { src: library, onload: resolve, onerror: reject }));
    });

  const draw = async (diagrams) => {
    const { theme } = document.documentElement.dataset;
    const isDark = theme === "dark" || (theme !== "light" && dark.matches);
    globalThis.mermaid.initialize({
      startOnLoad: false,
      theme: isDark ? "dark" : "neutral",
      // Texts stay readable in a column of text.
      flowchart: { nodeSpacing: 20, wrappingWidth: 140, subGraphTitleMargin: { top: 4, bottom: 16 } },
      sequence: { actorMargin: 8, width: 110, wrap: true },
    });
    for (const [i, { figure, text }] of diagrams.entries())
      figure.innerHTML = (await globalThis.mermaid.render(`diagram-${i}`, text)).svg;
  };

  const show = async () => {
    await load();
    const diagrams = sources.map((code) => ({
      figure: document.createElement("figure"),
      text: code.textContent,
    }));
    for (const [i, { figure }] of diagrams.entries()) sources[i].parentElement.replaceWith(figure);
    let drawn = draw(diagrams);
    const again = () => (drawn = drawn.then(() => draw(diagrams)));
    dark.addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  };

  // A page is hidden until it is complete; texts can be measured from when it is seen.
  if (sources.length > 0)
    new ResizeObserver((_, shown) => {
      shown.disconnect();
      void show();
    }).observe(sources[0].parentElement);
}
