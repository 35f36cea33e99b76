/**
 * Every answer of ours carries this header. What comes without it (a hall's sign-in page, a proxy's default
 * page) was said by somebody else, whatever its status, and replaces nothing. `web/public/screen-worker.js`
 * knows it by the same name.
 */
export const ourMark = 'x-takeaway-wall'
