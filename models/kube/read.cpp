// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/read.h"

#include "kube/input/files.h"
#include "kube/input/reader.h"

namespace portolan {

namespace {

void readOne(Reader &reader, const InputFile &file)
{
    std::string whyNot = file.whyNot;
    if (whyNot.empty()) {
        if (auto text = readFile(file.path, whyNot))
            return reader.readText(std::move(*text), file.path);
        return reader.complain(file.path, whyNot);
    }
    file.isProblem ? reader.complain(file.path, whyNot) : reader.skip(file.path, whyNot);
}

void readStandard(Reader &reader)
{
    std::string whyNot;
    if (auto text = readStandardInput(whyNot))
        reader.readText(std::move(*text), "-");
    else
        reader.complain("-", whyNot);
}

/** What to call a cluster that was read from here. */
std::string titleOf(const std::string &path)
{
    const auto end = path.find_last_not_of('/');
    const std::string trimmed = path.substr(0, end == std::string::npos ? 0 : end + 1);
    return trimmed.substr(trimmed.rfind('/') + 1);
}

}  // namespace

ReadOutcome readInputs(const std::vector<std::string> &paths, std::stop_token stop)
{
    Reader reader;
    for (const std::string &path : paths) {
        if (path == "-") {
            readStandard(reader);
            continue;
        }
        for (const InputFile &file : filesOf(path)) {
            if (stop.stop_requested())
                return reader.finish({});
            readOne(reader, file);
        }
    }
    return reader.finish(paths.empty() ? std::string() : titleOf(paths.front()));
}

ReadOutcome readBytes(std::string_view bytes, const std::string &name)
{
    Reader reader;
    reader.readText(bytes, name);
    return reader.finish(titleOf(name));
}

}  // namespace portolan
