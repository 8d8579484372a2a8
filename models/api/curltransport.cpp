// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/curltransport.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "api/compressed.h"
#include "api/curlerror.h"
#include "api/serverurl.h"
#include "kube/decoder.h"

namespace portolan {

namespace {

using Clock = std::chrono::steady_clock;

/** Bytes that arrived and nobody took yet; beyond it the network waits. */
constexpr std::size_t mostWaiting = std::size_t(8) << 20;
/** Of a packed answer: so many bytes of it are enough to look into it, and so many of its text are shown. */
constexpr std::size_t previewFrom = 1024, previewSize = 4096;
constexpr std::size_t largestAnswer = std::size_t(1) << 30;
constexpr long receiveBuffer = 256L * 1024;
/** An answer that stands still for so long is given up. Streams may be silent. */
constexpr long stallSeconds = 30;

void initialiseCurl()
{
    static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(once);
}

struct EasyDeleter {
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};
struct MultiDeleter {
    void operator()(CURLM *multi) const { curl_multi_cleanup(multi); }
};
struct ListDeleter {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using Multi = std::unique_ptr<CURLM, MultiDeleter>;
using Headers = std::unique_ptr<curl_slist, ListDeleter>;

void append(Headers &headers, const std::string &line)
{
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
}

curl_blob blobOf(const std::string &text)
{
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): libcurl copies it, and asks for a pointer to change
    return {const_cast<char *>(text.data()), text.size(), CURL_BLOB_COPY};
}

bool startsWith(std::string_view line, std::string_view name)
{
    return line.size() > name.size() &&
           std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) { return a == (b | 0x20); });
}

std::string_view valueIn(std::string_view line)
{
    line.remove_prefix(line.find(':') + 1);
    const auto from = line.find_first_not_of(" \t");
    const auto to = line.find_last_not_of(" \t\r\n");
    return from == line.npos ? std::string_view() : line.substr(from, to - from + 1);
}

class CurlTransport;

/** One request while it is under way; lives in the network thread. */
struct Transfer {
    std::uint64_t id = 0;
    CurlTransport *owner = nullptr;
    Easy easy;
    Headers headers;
    Arrival head;
    bool isHeadSent = false;
    bool isPacked = false;  ///< by gzip
    bool isPreviewSent = false;
    std::string packed;
    char errorText[CURL_ERROR_SIZE] = {};
};

class CurlTransport final : public Transport {
public:
    CurlTransport(Connection connection, ServerUrl server, const CurlOptions &options)
        : m_connection(std::move(connection)), m_server(std::move(server)), m_options(options)
    {
        initialiseCurl();
        m_multi = freshMulti();
        m_credential = m_connection.credential;
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

    ~CurlTransport() override
    {
        m_thread.request_stop();
        {
            const std::scoped_lock lock(m_mutex);
            m_isClosing = true;
            curl_multi_wakeup(m_multi.get());
        }
        m_room.notify_all();
        m_thread.join();
        m_transfers.clear();
    }

    std::uint64_t get(const Get &request) override
    {
        const std::scoped_lock lock(m_mutex);
        m_orders.push_back({++m_lastId, request, m_credential});
        curl_multi_wakeup(m_multi.get());
        return m_lastId;
    }

    void cancel(std::uint64_t id) override
    {
        {
            const std::scoped_lock lock(m_mutex);
            std::erase_if(m_arrivals, [id](const Arrival &arrival) { return arrival.id == id; });
            m_cancelled.push_back(id);
            curl_multi_wakeup(m_multi.get());
        }
    }

    void setCredential(const Credential &credential) override
    {
        const std::scoped_lock lock(m_mutex);
        m_credential = credential;
    }

    void hangUp() override
    {
        const std::scoped_lock lock(m_mutex);
        m_hangUp = true;
        curl_multi_wakeup(m_multi.get());
    }

    std::vector<Arrival> receive(Clock::time_point until) override
    {
        std::unique_lock lock(m_mutex);
        m_news.wait_until(lock, until, [this] { return !m_arrivals.empty() || m_isWoken; });
        m_isWoken = false;
        std::vector<Arrival> taken(std::make_move_iterator(m_arrivals.begin()),
                                   std::make_move_iterator(m_arrivals.end()));
        m_arrivals.clear();
        m_waiting = 0;
        lock.unlock();
        m_room.notify_all();
        return taken;
    }

    void wake() override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_isWoken = true;
        }
        m_news.notify_all();
    }

private:
    struct Order {
        std::uint64_t id = 0;
        Get request;
        Credential credential;
    };

    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            takeOrders();
            int running = 0;
            curl_multi_perform(m_multi.get(), &running);
            finishTransfers();
            curl_multi_poll(m_multi.get(), nullptr, 0, 1000, nullptr);
        }
        for (auto &[id, transfer] : m_transfers)
            curl_multi_remove_handle(m_multi.get(), transfer->easy.get());
    }

    void takeOrders()
    {
        std::vector<Order> orders;
        std::vector<std::uint64_t> cancelled;
        bool hangsUp = false;
        {
            const std::scoped_lock lock(m_mutex);
            orders.swap(m_orders);
            cancelled.swap(m_cancelled);
            hangsUp = std::exchange(m_hangUp, false);
        }
        for (const std::uint64_t id : cancelled)
            drop(id);
        if (hangsUp)
            breakAll();
        for (const Order &order : orders) {
            if (std::ranges::find(cancelled, order.id) == cancelled.end())
                begin(order);
        }
    }

    void drop(std::uint64_t id)
    {
        const auto found = m_transfers.find(id);
        if (found == m_transfers.end())
            return;
        curl_multi_remove_handle(m_multi.get(), found->second->easy.get());
        m_transfers.erase(found);
    }

    static Multi freshMulti()
    {
        Multi multi(curl_multi_init());
        curl_multi_setopt(multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
        curl_multi_setopt(multi.get(), CURLMOPT_MAX_CONCURRENT_STREAMS, 250L);
        return multi;
    }

    /** Ends everything; a new multi handle has no connection to take up again. */
    void breakAll()
    {
        for (auto &[id, transfer] : m_transfers) {
            curl_multi_remove_handle(m_multi.get(), transfer->easy.get());
            end(id, Error{Error::Kind::Network, "the connection was given up", m_server.shown()});
        }
        m_transfers.clear();
        Multi fresh = freshMulti();
        const std::scoped_lock lock(m_mutex);
        m_multi.swap(fresh);
    }

    void begin(const Order &order)
    {
        auto transfer = std::make_unique<Transfer>();
        transfer->id = order.id;
        transfer->owner = this;
        transfer->easy.reset(curl_easy_init());
        transfer->head.id = order.id;
        transfer->head.what = Arrival::What::Head;
        CURL *easy = transfer->easy.get();
        setAddress(easy, *transfer, order.request);
        setTls(easy, order.credential);
        setCaller(easy, *transfer, order.credential);
        setLimits(easy, order.request);
        append(transfer->headers, "Accept: " + order.request.accept);
        if (m_options.wantsGzip && !order.request.isStream)
            append(transfer->headers, "Accept-Encoding: gzip");
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers.get());
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlTransport::onHeader);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer.get());
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlTransport::onBody);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer.get());
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->errorText);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer.get());
        curl_multi_add_handle(m_multi.get(), easy);
        m_transfers.emplace(order.id, std::move(transfer));
    }

    void setAddress(CURL *easy, Transfer &transfer, const Get &request)
    {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        curl_easy_setopt(easy, CURLOPT_USERAGENT, "portolan/" PORTOLAN_VERSION);
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
        curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, receiveBuffer);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 15L);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 15L);
        curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        if (!m_connection.proxy.empty())
            curl_easy_setopt(easy, CURLOPT_PROXY, m_connection.proxy.c_str());
        const std::string &name = m_connection.tlsServerName;
        if (name.empty() || !m_server.isTls) {
            curl_easy_setopt(easy, CURLOPT_URL, (m_server.text + request.target).c_str());
            return;
        }
        // The certificate is compared with the name in the URL; the connection goes where the server is.
        curl_easy_setopt(easy, CURLOPT_URL, (m_server.withHost(name) + request.target).c_str());
        m_connectTo.reset(curl_slist_append(nullptr, ("::" + m_server.hostAndPort()).c_str()));
        curl_easy_setopt(easy, CURLOPT_CONNECT_TO, m_connectTo.get());
        append(transfer.headers, "Host: " + m_server.hostAndPort());
    }

    void setTls(CURL *easy, const Credential &credential) const
    {
        const auto setBlobOrFile = [easy](CURLoption blobOption, CURLoption fileOption, const std::string &text,
                                          const std::string &file) {
            if (!text.empty()) {
                curl_blob blob = blobOf(text);
                curl_easy_setopt(easy, blobOption, &blob);
            } else if (!file.empty()) {
                curl_easy_setopt(easy, fileOption, file.c_str());
            }
        };
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (m_connection.insecure) {
            curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
            curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        }
        if (!m_connection.authority.empty() || !m_connection.authorityFile.empty()) {
            curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
            setBlobOrFile(CURLOPT_CAINFO_BLOB, CURLOPT_CAINFO, m_connection.authority, m_connection.authorityFile);
        }
        setBlobOrFile(CURLOPT_SSLCERT_BLOB, CURLOPT_SSLCERT, credential.certificate, credential.certificateFile);
        setBlobOrFile(CURLOPT_SSLKEY_BLOB, CURLOPT_SSLKEY, credential.key, credential.keyFile);
    }

    void setCaller(CURL *easy, Transfer &transfer, const Credential &credential) const
    {
        if (!credential.token.empty()) {
            append(transfer.headers, "Authorization: Bearer " + credential.token);
        } else if (!credential.username.empty()) {
            curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
            curl_easy_setopt(easy, CURLOPT_USERNAME, credential.username.c_str());
            curl_easy_setopt(easy, CURLOPT_PASSWORD, credential.password.c_str());
        }
        const Impersonation &as = m_connection.impersonation;
        if (!as.user.empty())
            append(transfer.headers, "Impersonate-User: " + as.user);
        if (!as.uid.empty())
            append(transfer.headers, "Impersonate-Uid: " + as.uid);
        for (const std::string &group : as.groups)
            append(transfer.headers, "Impersonate-Group: " + group);
        for (const auto &[key, values] : as.extra) {
            for (const std::string &value : values)
                append(transfer.headers, "Impersonate-Extra-" + headerKey(key) + ": " + value);
        }
    }

    void setLimits(CURL *easy, const Get &request) const
    {
        const auto milliseconds = [](std::chrono::milliseconds limit) { return static_cast<long>(limit.count()); };
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(m_options.connectLimit));
        if (request.isStream)
            return;
        const auto limit = request.limit.count() > 0 ? request.limit : m_options.requestLimit;
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(limit));
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stallSeconds);
    }

    static std::size_t onHeader(char *bytes, std::size_t size, std::size_t count, void *data)
    {
        auto &transfer = *static_cast<Transfer *>(data);
        const std::string_view line(bytes, size * count);
        Arrival &head = transfer.head;
        if (startsWith(line, "http/")) {  // a proxy's answer may come before the server's
            head.status = 0;
            const auto space = line.find(' ');
            if (space != line.npos)
                std::from_chars(line.data() + space + 1, line.data() + line.size(), head.status);
            transfer.isPacked = false;
            head.retryAfter = -1;
        } else if (startsWith(line, "content-encoding:")) {
            transfer.isPacked = valueIn(line) == "gzip";
        } else if (startsWith(line, "retry-after:")) {
            const std::string_view value = valueIn(line);
            std::from_chars(value.data(), value.data() + value.size(), head.retryAfter);
        }
        return size * count;
    }

    static std::size_t onBody(char *bytes, std::size_t size, std::size_t count, void *data)
    {
        auto &transfer = *static_cast<Transfer *>(data);
        transfer.owner->sendHead(transfer);
        if (transfer.isPacked)
            return transfer.owner->keepPacked(transfer, {bytes, size * count}) ? size * count : 0;
        transfer.owner->deliverText(transfer.id, Arrival::What::Body, std::string(bytes, size * count));
        return size * count;
    }

    /** False if it is too much. */
    bool keepPacked(Transfer &transfer, std::string_view bytes)
    {
        transfer.packed += bytes;
        if (!transfer.isPreviewSent && transfer.packed.size() >= previewFrom) {
            transfer.isPreviewSent = true;
            deliverText(transfer.id, Arrival::What::Preview, unpackedHead(transfer.packed, previewSize));
        }
        return transfer.packed.size() <= largestAnswer;
    }

    /** Here and not where it is read: unpacking one page goes on beside reading the one before. */
    std::optional<Error> unpack(Transfer &transfer)
    {
        auto text = unpacked(transfer.packed, jsonPadding, largestAnswer);
        if (!text)
            return Error{Error::Kind::Decode, "an answer arrived damaged", m_server.shown()};
        deliverText(transfer.id, Arrival::What::Body, std::move(*text));
        return std::nullopt;
    }

    void deliverText(std::uint64_t id, Arrival::What what, std::string bytes)
    {
        Arrival arrival;
        arrival.id = id;
        arrival.what = what;
        arrival.bytes = std::move(bytes);
        deliver(std::move(arrival));
    }

    void sendHead(Transfer &transfer)
    {
        if (!std::exchange(transfer.isHeadSent, true))
            deliver(transfer.head);
    }

    void end(std::uint64_t id, std::optional<Error> error)
    {
        Arrival arrival;
        arrival.id = id;
        arrival.error = std::move(error);
        deliver(std::move(arrival));
    }

    /** Waits while too much is waiting: the network then slows down by itself. */
    void deliver(Arrival arrival)
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return m_waiting < mostWaiting || m_isClosing; });
        m_waiting += arrival.bytes.size();
        const bool joins = arrival.what == Arrival::What::Body && !m_arrivals.empty() &&
                           m_arrivals.back().id == arrival.id && m_arrivals.back().what == Arrival::What::Body;
        if (joins)
            m_arrivals.back().bytes += arrival.bytes;
        else
            m_arrivals.push_back(std::move(arrival));
        lock.unlock();
        m_news.notify_one();
    }

    void finishTransfers()
    {
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(m_multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            void *data = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
            auto &transfer = *static_cast<Transfer *>(data);
            const CURLcode code = message->data.result;
            std::optional<Error> error;
            if (code == CURLE_OK)
                sendHead(transfer);
            else
                error = errorOf(code, transfer.errorText, m_server.shown());
            if (!error && transfer.isPacked)
                error = unpack(transfer);
            end(transfer.id, std::move(error));
            drop(transfer.id);
        }
    }

    const Connection m_connection;
    const ServerUrl m_server;
    const CurlOptions m_options;
    Multi m_multi;                                                   // replaced by the network thread, under the lock
    Headers m_connectTo;                                             // network thread
    std::map<std::uint64_t, std::unique_ptr<Transfer>> m_transfers;  // network thread

    std::mutex m_mutex;  // of what follows
    std::condition_variable m_news, m_room;
    std::vector<Order> m_orders;
    std::vector<std::uint64_t> m_cancelled;
    std::deque<Arrival> m_arrivals;
    Credential m_credential;
    std::uint64_t m_lastId = 0;
    std::size_t m_waiting = 0;
    bool m_isWoken = false;
    bool m_hangUp = false;
    bool m_isClosing = false;

    std::jthread m_thread;  // last: it uses the others
};

bool isSecret(const Credential &credential)
{
    return !credential.token.empty() || !credential.tokenFile.empty() || !credential.username.empty();
}

}  // namespace

Result<std::unique_ptr<Transport>> curlTransport(const Connection &connection, const CurlOptions &options)
{
    auto server = serverUrl(connection.server);
    if (!server)
        return server.error();
    const bool hasSecret = isSecret(connection.credential) || connection.exec;
    if (hasSecret && !server.value().isTls && !server.value().isLoopback())
        return Error{Error::Kind::Config,
                     "the address begins with http://, so the token or password would travel in the open; use https://",
                     server.value().shown()};
    return std::unique_ptr<Transport>(std::make_unique<CurlTransport>(connection, std::move(server).value(), options));
}

}  // namespace portolan
