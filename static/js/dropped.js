/* The files behind a drop or a choice, folders opened; `path` says where in a folder a file lay. */
const NOISE = /^(\.|Thumbs\.db$|desktop\.ini$)/i; /* what systems leave in folders */

const told = (file, path) => {
  file.path = path || file.webkitRelativePath || file.name;
  return file;
};

const opened = (entry) => new Promise((done, failed) => entry.file(done, failed));

const listed = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));

const walked = async (entry, path) => {
  if (entry.isFile) return [told(await opened(entry), path + entry.name)];
  const files = [];
  const reader = entry.createReader();
  /* Browsers give a folder in portions, the last one empty. */
  for (let portion = await listed(reader); portion.length; portion = await listed(reader)) {
    for (const each of portion) {
      if (!NOISE.test(each.name)) files.push(...(await walked(each, `${path}${entry.name}/`)));
    }
  }
  return files;
};

/* Of a list of files at once; of what was dropped after its folders have been read. */
export const filesOf = (given) => {
  if (given instanceof FileList) {
    const inFolder = (file) => file.webkitRelativePath && NOISE.test(file.name);
    return [...given].filter((file) => !inFolder(file)).map((file) => told(file));
  }
  /* All must be asked for before the first wait: then the drop is over. */
  const items = [...given.items].filter((item) => item.kind === "file");
  const found = items.map((item) => {
    const entry = item.webkitGetAsEntry?.();
    return entry ? walked(entry, "") : [told(item.getAsFile())];
  });
  return Promise.all(found).then((parts) => parts.flat());
};
