// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/childprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace portolan {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t mostOutput = std::size_t(1) << 20;

class Pipe {
public:
    Pipe()
    {
        if (pipe2(m_ends.data(), O_CLOEXEC) != 0)
            m_ends = {-1, -1};
    }
    ~Pipe()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;

    bool isOpen() const { return m_ends[0] >= 0; }
    int readEnd() const { return m_ends[0]; }
    int writeEnd() const { return m_ends[1]; }
    void closeEnd(std::size_t end)
    {
        if (m_ends[end] >= 0)
            close(std::exchange(m_ends[end], -1));
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

std::vector<char *> pointers(const std::vector<std::string> &texts)
{
    std::vector<char *> all;
    for (const std::string &text : texts)
        all.push_back(const_cast<char *>(text.c_str()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): POSIX
    all.push_back(nullptr);
    return all;
}

/** A new process group, so that all of it can be ended. */
int spawn(const Starting &starting, const Pipe &output, const Pipe &errors, pid_t &pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    if (!starting.givesTerminal)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writeEnd(), 1);
    posix_spawn_file_actions_adddup2(&actions, errors.writeEnd(), 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    short flags = POSIX_SPAWN_SETSIGDEF;
    if (!starting.givesTerminal) {  // in a group of its own it could not read from the terminal
        posix_spawnattr_setpgroup(&attributes, 0);
        flags |= POSIX_SPAWN_SETPGROUP;
    }
    posix_spawnattr_setflags(&attributes, flags);
    std::vector<std::string> words{starting.program};
    words.insert(words.end(), starting.args.begin(), starting.args.end());
    const int failure = posix_spawn(&pid, starting.program.c_str(), &actions, &attributes, pointers(words).data(),
                                    pointers(starting.environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/** False at the end of what there is to read, or if it is too much. */
bool readSome(int descriptor, std::string &into)
{
    char bytes[16384];
    const ssize_t count = read(descriptor, bytes, sizeof bytes);
    if (count < 0)
        return errno == EINTR || errno == EAGAIN;
    into.append(bytes, static_cast<std::size_t>(count));
    return count > 0 && into.size() <= mostOutput;
}

}  // namespace

Result<Finished> runChild(const Starting &starting, const std::stop_token &stop)
{
    const auto failure = [&](Error::Kind kind, std::string what) {
        return Error{kind, std::move(what), starting.program};
    };
    Pipe output, errors;
    if (!output.isOpen() || !errors.isOpen())
        return failure(Error::Kind::Io, std::strerror(errno));
    pid_t pid = 0;
    if (const int code = spawn(starting, output, errors, pid); code != 0)
        return failure(Error::Kind::Io, std::strerror(code));
    output.closeEnd(1);
    errors.closeEnd(1);

    Finished finished;
    std::optional<Error> trouble;
    std::array<pollfd, 2> ends{pollfd{output.readEnd(), POLLIN, 0}, pollfd{errors.readEnd(), POLLIN, 0}};
    const Clock::time_point end = Clock::now() + starting.limit;
    while (!trouble && (ends[0].fd >= 0 || ends[1].fd >= 0)) {
        poll(ends.data(), ends.size(), 50);
        if (stop.stop_requested())
            trouble = failure(Error::Kind::Cancelled, "cancelled");
        else if (Clock::now() > end)
            trouble =
                failure(Error::Kind::Io, "did not end within " + std::to_string(starting.limit.count() / 1000) + " s");
        for (std::size_t i = 0; i < ends.size() && !trouble; ++i) {
            std::string &into = i == 0 ? finished.output : finished.errors;
            if (ends[i].fd >= 0 && ends[i].revents != 0 && !readSome(ends[i].fd, into))
                ends[i].fd = -1;
            if (into.size() > mostOutput)
                trouble = failure(Error::Kind::Io, "printed more than 1 MB");
        }
    }
    if (trouble)
        kill(starting.givesTerminal ? pid : -pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (trouble)
        return *trouble;
    finished.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return finished;
}

}  // namespace portolan
