// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/input/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

namespace portolan {

namespace fs = std::filesystem;

namespace {

constexpr int maxFolderDepth = 64;

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

/** Why a file in a folder with this name is not looked into; empty if it may hold objects. */
std::string whyNotByName(const fs::path &path)
{
    const std::string ending = path.extension().string();
    if (isOneOf(ending, {".json", ".yaml", ".yml", ".list"}))
        return {};
    if (isOneOf(ending, {".gz", ".tgz", ".tar", ".zip", ".xz", ".zst", ".bz2"}))
        return "packed: unpack it and open the folder";
    if (isOneOf(ending, {".log", ".txt", ".md"}))
        return "a text, not objects";
    return "not a file of objects by its name (.json, .yaml, .yml)";
}

class Walk {
public:
    std::vector<InputFile> found;

    void folder(const fs::path &path, int depth)
    {
        std::error_code error;
        struct stat status;
        if (::stat(path.c_str(), &status) != 0 || !m_seen.insert({status.st_dev, status.st_ino}).second)
            return;
        if (depth > maxFolderDepth)
            return found.push_back({path.string(), "folders in folders, too deep", true});
        std::vector<fs::path> entries;
        fs::directory_iterator at(path, error);
        for (; !error && at != fs::directory_iterator(); at.increment(error))
            entries.push_back(at->path());
        if (error)
            found.push_back({path.string(), error.message(), true});
        std::ranges::sort(entries);
        for (const fs::path &entry : entries)
            any(entry, depth);
    }

private:
    void any(const fs::path &path, int depth)
    {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status) && isOneOf(path.filename().native(), {".git", ".hg", ".svn"}))
            found.push_back({path.string(), "a folder of version control"});
        else if (fs::is_directory(status))
            folder(path, depth + 1);
        else if (fs::is_regular_file(status))
            found.push_back({path.string(), whyNotByName(path)});
        else if (!fs::exists(status))
            found.push_back({path.string(), "a link that leads nowhere"});
        else
            found.push_back({path.string(), "not a file"});
    }

    std::set<std::pair<dev_t, ino_t>> m_seen;
};

/** Reads to the end; `expected` is a guess of the size. */
std::optional<PaddedText> readAll(int file, std::size_t expected, std::string &whyNot)
{
    PaddedText text(std::max<std::size_t>(expected + 1, 4096));
    std::size_t size = 0;
    for (;;) {
        if (size == text.capacity()) {
            PaddedText larger(text.capacity() * 2);
            std::memcpy(larger.data(), text.data(), size);
            text = std::move(larger);
        }
        const ssize_t got = ::read(file, text.data() + size, text.capacity() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            whyNot = std::generic_category().message(errno);
            return std::nullopt;
        }
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

}  // namespace

std::vector<InputFile> filesOf(const std::string &path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
        Walk walk;
        walk.folder(path, 0);
        return std::move(walk.found);
    }
    InputFile file{path, {}, true, true};
    if (!fs::exists(status))
        file.whyNot =
            error && error != std::errc::no_such_file_or_directory ? error.message() : "no such file or folder";
    else if (fs::is_block_file(status) || fs::is_socket(status))
        file.whyNot = "not a file";
    return {file};
}

std::optional<PaddedText> readFile(const std::string &path, std::string &whyNot)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        whyNot = std::generic_category().message(errno);
        return std::nullopt;
    }
    struct stat status;
    const bool isFile = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    auto text = readAll(file, isFile ? static_cast<std::size_t>(status.st_size) : 0, whyNot);
    ::close(file);
    return text;
}

std::optional<PaddedText> readStandardInput(std::string &whyNot)
{
    return readAll(STDIN_FILENO, 0, whyNot);
}

}  // namespace portolan
