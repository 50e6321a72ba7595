// Draws the figures of the last days. The numbers come from the table beside it, which stays for who would rather read.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("chart");
  if (!place || !window.uPlot) return;
  const rows = [...document.querySelectorAll("#figures tbody tr")];
  const days = rows.map((row) => Date.parse(`${row.dataset.day}T12:00`) / 1000);
  const columns = [1, 2, 3, 4].map((n) => rows.map((row) => Number(row.cells[n].textContent)));
  const names = [...document.querySelectorAll("#figures thead th")].slice(1).map((cell) => cell.textContent);
  const style = getComputedStyle(document.documentElement);
  const tone = (name) => style.getPropertyValue(name).trim();
  const axis = { stroke: tone("--off"), grid: { stroke: tone("--line"), width: 1 }, ticks: { show: false } };
  const look = [
    { stroke: tone("--off"), width: 2 },
    { stroke: tone("--accent"), width: 2 },
    { stroke: tone("--good"), width: 2, dash: [6, 4] },
    { stroke: tone("--bad"), width: 2, dash: [2, 3] },
  ];
  const options = {
    width: place.clientWidth,
    height: 220,
    scales: { y: { range: (_, low, high) => [0, Math.max(4, high)] } },
    axes: [{ ...axis, values: "{MMM} {D}", space: 70 }, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000, 10000] }],
    series: [{ label: "Day", value: "{WWW} {MMM} {D}" }, ...names.map((label, n) => ({ label, points: { show: false }, ...look[n] }))],
  };
  const chart = new uPlot(options, [days, ...columns], place);
  place.dataset.ready = "yes";
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 220 })).observe(place);
});
