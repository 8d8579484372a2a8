// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/read.h"

#include <algorithm>

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

std::string_view trimmed(std::string_view path)
{
    return path.substr(0, path.find_last_not_of('/') + 1);
}

std::string_view folderOf(std::string_view path)
{
    const auto slash = trimmed(path).rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view nameOf(std::string_view path)
{
    return trimmed(path).substr(trimmed(path).rfind('/') + 1);
}

/** What to call a cluster that was read from here: the file or folder, or the folder that several files lie in. */
std::string titleOf(const std::vector<std::string> &paths)
{
    if (paths.empty())
        return {};
    const std::string first(nameOf(paths.front()));
    if (paths.size() == 1)
        return first;
    const std::string_view folder = folderOf(paths.front());
    const bool isOneFolder =
        std::ranges::all_of(paths, [&](const std::string &path) { return folderOf(path) == folder; });
    return isOneFolder && !folder.empty() ? std::string(nameOf(folder))
                                          : first + " and " + std::to_string(paths.size() - 1) + " more";
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
    return reader.finish(titleOf(paths));
}

ReadOutcome readBytes(std::string_view bytes, const std::string &name)
{
    Reader reader;
    reader.readText(bytes, name);
    return reader.finish(titleOf({name}));
}

}  // namespace portolan
