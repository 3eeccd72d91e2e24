/** @type {Promise<any> | undefined} */
let loading;

/**
 * Plotly, fetched once and only after the page is alive: it is larger than everything else together.
 * @param {string} url
 * @returns {Promise<any>}
 */
export function loadPlotly(url) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      loading = undefined; // whoever asks again gets another try
      script.remove();
      reject(new Error(`no chart library at ${url}`));
    };
    document.head.append(script);
  });
  return loading;
}
