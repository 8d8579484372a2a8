// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/smallfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace portolan {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int number() const { return m_number; }

private:
    int m_number;
};

Error io(const std::string &path, const std::string &what)
{
    return {Error::Kind::Io, what, path};
}

}  // namespace

Result<std::string> readSmallFile(const std::string &path, std::size_t most)
{
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status {};
    if (file.number() < 0 || fstat(file.number(), &status) != 0) {
        const int why = errno;
        return io(path, why == ENOENT ? "no such file or directory" : std::strerror(why));
    }
    if (!S_ISREG(status.st_mode))
        return io(path, "is not a file");
    std::string text;
    char bytes[16384];
    for (;;) {
        const ssize_t count = read(file.number(), bytes, sizeof bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return io(path, std::strerror(errno));
        if (count == 0)
            return text;
        text.append(bytes, static_cast<std::size_t>(count));
        if (text.size() > most)
            return io(path, "is larger than " + std::to_string(most / 1024) + " KB");
    }
}

}  // namespace portolan
