// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/childprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace portolan {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t mostOutput = std::size_t(1) << 20;
constexpr std::size_t mostErrors = std::size_t(64) << 10;
constexpr int pollInterval = 50;  ///< milliseconds, after which `stop` and the time are looked at

class Pipe {
public:
    Pipe()
    {
        if (pipe2(m_ends.data(), O_CLOEXEC) != 0)
            m_ends = {-1, -1};
        else
            fcntl(m_ends[0], F_SETFL, O_NONBLOCK);  // of our end alone
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
    sigset_t blocked;
    sigemptyset(&blocked);
    posix_spawnattr_setsigmask(&attributes, &blocked);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
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

/** Takes what is there to read now. False at the end of it. */
bool readSome(int descriptor, const std::function<void(std::string_view)> &take)
{
    char bytes[16384];
    for (int round = 0; round < 64; ++round) {  // more than a pipe holds; a flood gives way to the clock
        const ssize_t count = read(descriptor, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 && errno == EAGAIN;
        take({bytes, static_cast<std::size_t>(count)});
    }
    return true;
}

/** Readable when the process has ended; -1 where the kernel has no such thing. glibc 2.36 declares its function for C
 * alone. */
int descriptorOf(pid_t pid)
{
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

/** A child that was started, and what it says. */
class Child {
public:
    Child(const Starting &starting, pid_t pid, int output, int errors)
        : m_starting(starting), m_pid(pid), m_end(descriptorOf(pid)), m_until(Clock::now() + starting.limit)
    {
        m_ends = {pollfd{output, POLLIN, 0}, pollfd{errors, POLLIN, 0}, pollfd{m_end, POLLIN, 0}};
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child()
    {
        if (m_end >= 0)
            close(m_end);
    }

    Result<Finished> run(const std::stop_token &stop)
    {
        std::optional<Error> trouble;
        for (bool isOver = false; !isOver && !trouble;) {
            poll(m_ends.data(), m_ends.size(), pollInterval);
            isOver = hasEnded();  // asked before reading, so that nothing it said is missed
            readAll();
            trouble = troubleNow(stop, isOver);
        }
        if (trouble)
            kill(m_starting.givesTerminal ? m_pid : -m_pid, SIGKILL);
        const int status = reap();
        if (trouble)
            return *trouble;
        m_finished.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        return std::move(m_finished);
    }

private:
    bool hasEnded() const
    {
        siginfo_t info{};
        const int asked = waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT);
        return asked == 0 ? info.si_pid == m_pid : errno == ECHILD;
    }

    void readAll()
    {
        const auto output = [&](std::string_view text) {
            m_finished.output.append(
                text.substr(0, mostOutput + 1 - std::min(m_finished.output.size(), mostOutput + 1)));
        };
        const auto errors = [&](std::string_view text) {
            m_finished.errors.append(text.substr(0, mostErrors - m_finished.errors.size()));
            if (m_starting.heard)
                m_starting.heard(text);
        };
        if (m_ends[0].fd >= 0 && !readSome(m_ends[0].fd, output))
            m_ends[0].fd = -1;
        if (m_ends[1].fd >= 0 && !readSome(m_ends[1].fd, errors))
            m_ends[1].fd = -1;
    }

    std::optional<Error> troubleNow(const std::stop_token &stop, bool isOver) const
    {
        const auto trouble = [&](Error::Kind kind, std::string what) {
            return Error{kind, std::move(what), m_starting.program};
        };
        if (m_finished.output.size() > mostOutput)
            return trouble(Error::Kind::Io, "printed more than 1 MB");
        if (isOver)
            return std::nullopt;
        if (stop.stop_requested())
            return trouble(Error::Kind::Cancelled, "cancelled");
        if (Clock::now() > m_until)
            return trouble(Error::Kind::Io,
                           "did not end within " + std::to_string(m_starting.limit.count() / 1000) + " s");
        return std::nullopt;
    }

    int reap() const
    {
        int status = 0;
        while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    const Starting &m_starting;
    const pid_t m_pid;
    const int m_end;
    const Clock::time_point m_until;
    std::array<pollfd, 3> m_ends{};
    Finished m_finished;
};

}  // namespace

Result<Finished> runChild(const Starting &starting, const std::stop_token &stop)
{
    const auto failure = [&](int code) { return Error{Error::Kind::Io, std::strerror(code), starting.program}; };
    if (stop.stop_requested())
        return Error{Error::Kind::Cancelled, "cancelled", starting.program};
    Pipe output, errors;
    if (!output.isOpen() || !errors.isOpen())
        return failure(errno);
    pid_t pid = 0;
    if (const int code = spawn(starting, output, errors, pid); code != 0)
        return failure(code);
    output.closeEnd(1);
    errors.closeEnd(1);
    return Child(starting, pid, output.readEnd(), errors.readEnd()).run(stop);
}

}  // namespace portolan
