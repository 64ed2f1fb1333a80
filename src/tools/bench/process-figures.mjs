import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

/** User and system time of a process, all threads that it ever had. @param {number} pid */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** CPU time of the threads that a process has now, to the microsecond. @param {number} pid */
export function cpuMs(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((id) =>
    Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6
}

/** Resident memory of a process, and the most that it was. @param {number} pid */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (/** @type {string} */ name) =>
    (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024).toFixed(0)
  return `${megabytes('VmRSS')} MB, ${megabytes('VmHWM')} MB at most`
}

/** Files and folders that the system watches for a process. @param {number} pid */
export function watches(pid) {
  const infos = readdirSync(`/proc/${pid}/fdinfo`).map((name) => readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8'))
  return infos.reduce((sum, info) => sum + info.split('inotify wd:').length - 1, 0)
}
