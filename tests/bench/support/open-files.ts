/**
 * How many files, sockets included, this process and its children may have open. Node takes as many as it is
 * allowed.
 */
export function countOpenFiles(): number {
  const report = process.report?.getReport() as
    | { userLimits?: { open_files?: { soft: number | string } } }
    | undefined
  const soft = report?.userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : 1_024
}
