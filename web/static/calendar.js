// The calendar of appointments or of messages, and the booking form's help with free times. Without this, list and form work all the same.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("calendar");
  if (place && window.FullCalendar) showCalendar(place);
  document.addEventListener("click", takeFreeTime);
});

function showCalendar(place) {
  const views = place.dataset.views.split(",");
  const choose = document.getElementById("choose");
  const chosen = choose ? new URLSearchParams(new FormData(choose)) : new URLSearchParams();
  const narrow = window.matchMedia("(max-width: 40rem)").matches;
  const calendar = new FullCalendar.Calendar(place, {
    initialView: narrow ? "listWeek" : views[0],
    initialDate: place.dataset.day,
    headerToolbar: { left: "prev,next today", center: "title", right: views.join(",") },
    buttonIcons: false, // they are images without a name
    buttonText: { prev: "Earlier", next: "Later" },
    timeZone: "local",
    height: "auto",
    nowIndicator: true,
    allDaySlot: false,
    slotMinTime: "06:00",
    slotMaxTime: "22:00",
    editable: true,
    eventStartEditable: true,
    events: { url: place.dataset.events, extraParams: () => groupedParameters(chosen) },
    dateClick: (info) => open(place, info.dateStr),
    eventDrop: (info) => move(place, info),
    eventResize: (info) => move(place, info),
  });
  calendar.render();
  place.dataset.ready = "yes";
  const list = document.getElementById("list");
  if (list) list.hidden = true;
}

function groupedParameters(chosen) {
  return { calendar: chosen.getAll("calendar").join(",") };
}

function open(place, moment) {
  window.location = `${place.dataset.new}?at=${encodeURIComponent(moment.slice(0, 16))}`;
}

function wallTime(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

async function move(place, info) {
  const { start, end, extendedProps } = info.event;
  const minutes = end ? Math.round((end - start) / 60000) : "";
  const body = new URLSearchParams({ csrf_token: place.dataset.token, start: wallTime(start), minutes });
  const refused = document.getElementById("refused");
  refused.hidden = true;
  try {
    const answer = await fetch(extendedProps.drag, { method: "POST", body });
    if (answer.ok) return;
    refused.textContent = (await answer.json()).sentence;
  } catch {
    refused.textContent = "That could not be saved. Please try again.";
  }
  refused.hidden = false;
  info.revert();
}

function takeFreeTime(event) {
  const moment = event.target.dataset && event.target.dataset.take;
  const field = moment && document.querySelector("input[name=at]");
  if (field) {
    field.value = moment;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
