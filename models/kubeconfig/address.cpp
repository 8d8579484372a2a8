// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/address.h"

#include <arpa/inet.h>

#include <QString>
#include <QUrl>

#include <algorithm>
#include <array>

namespace portolan {

namespace {

/** An address in the forms that resolvers take: 0xa9fea9fe is one, too. */
bool addressOf(const std::string &host, std::array<unsigned char, 16> &bytes)
{
    in_addr v4{};
    if (::inet_aton(host.c_str(), &v4) != 0) {
        const auto *from = reinterpret_cast<const unsigned char *>(&v4.s_addr);
        bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
        std::copy(from, from + 4, bytes.begin() + 12);
        return true;
    }
    return ::inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), bytes.data()) == 1;
}

bool isV4(const std::array<unsigned char, 16> &bytes)
{
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char b) { return b == 0; }) &&
           bytes[10] == 0xFF && bytes[11] == 0xFF;
}

bool isLinkLocal(const std::string &host)
{
    std::array<unsigned char, 16> bytes{};
    if (!addressOf(host, bytes))
        return false;
    return isV4(bytes) ? bytes[12] == 169 && bytes[13] == 254 : bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;
}

bool isLoopback(const std::string &host)
{
    std::array<unsigned char, 16> bytes{};
    if (!addressOf(host, bytes))
        return host == "localhost";
    if (isV4(bytes))
        return bytes[12] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](unsigned char b) { return b == 0; }) && bytes[15] == 1;
}

bool hasOddBytes(const std::string &text)
{
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F || c == '\\' || c == '"' || c == '<' || c == '>';
    });
}

/** The part between "://" and the path. */
std::pair<std::size_t, std::size_t> authorityOf(const std::string &url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t from = scheme == std::string::npos ? 0 : scheme + 3;
    return {from, std::min(url.find_first_of("/?#", from), url.size())};
}

Error notAnAddress(const std::string &text)
{
    return {Error::Kind::Config, "host must be a URL or a host:port pair: \"" + withoutPassword(text) + '"', {}};
}

}  // namespace

std::string withoutPassword(const std::string &url)
{
    const auto [from, to] = authorityOf(url);
    const std::size_t at = url.substr(0, to).rfind('@');
    const std::size_t colon = url.find(':', from);
    if (at == std::string::npos || at < from || colon > at)
        return url;
    return url.substr(0, colon) + ":xxxxx" + url.substr(at);
}

Result<ServerAddress> serverAddress(const std::string &text, bool prefersTls)
{
    std::string whole = text.find("://") == std::string::npos ? (prefersTls ? "https://" : "http://") + text : text;
    whole.resize(std::min(whole.find_first_of("?#"), whole.size()));
    const QUrl url(QString::fromStdString(whole), QUrl::StrictMode);
    if (hasOddBytes(text) || !url.isValid() || url.host().isEmpty())
        return notAnAddress(text);
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return Error{Error::Kind::Config, "unsupported protocol scheme \"" + url.scheme().toStdString() + '"', {}};
    const std::string host = url.host().toStdString();
    ServerAddress address;
    address.isTls = url.scheme() == u"https";
    address.isLoopback = isLoopback(host);
    address.isLinkLocal = isLinkLocal(host);
    const auto [from, to] = authorityOf(whole);
    const std::size_t at = whole.substr(0, to).rfind('@');
    address.hadPassword = at != std::string::npos && at >= from;
    if (address.hadPassword)
        whole.erase(from, at + 1 - from);
    while (whole.ends_with('/'))
        whole.pop_back();
    address.url = std::move(whole);
    return address;
}

Result<std::string> proxyAddress(const std::string &text)
{
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (hasOddBytes(text) || !url.isValid())
        return Error{Error::Kind::Config, "not a URL", {}};
    if (scheme != u"http" && scheme != u"https" && scheme != u"socks5")
        return Error{Error::Kind::Config,
                     "unsupported scheme \"" + scheme.toStdString() + "\", must be http, https, or socks5",
                     {}};
    if (url.host().isEmpty())
        return Error{Error::Kind::Config, "it names no host", {}};
    return text;
}

}  // namespace portolan
