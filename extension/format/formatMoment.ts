const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment in local time, in as much detail as tells it from now: "12:04", "24 Nov 12:04", "24 Nov 2025 12:04". */
export function formatMoment(moment: Date, now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (moment.toDateString() === now.toDateString()) return time;
  const day = `${moment.getDate()} ${months[moment.getMonth()] ?? ''}`;
  return moment.getFullYear() === now.getFullYear()
    ? `${day} ${time}`
    : `${day} ${moment.getFullYear()} ${time}`;
}
