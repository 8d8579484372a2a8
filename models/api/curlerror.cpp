// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/curlerror.h"

#include <curl/curl.h>

#include <string_view>

namespace portolan {

namespace {

/** OpenSSL's reasons and libcurl's, in words that name the remedy. */
std::string certificateText(std::string_view text)
{
    struct Known {
        std::string_view part, says;
    };
    constexpr Known all[] = {
        {"self-signed certificate",
         "its certificate is signed by nobody that the kubeconfig names; take "
         "certificate-authority-data from the cluster's own kubeconfig again"},
        {"self signed certificate",
         "its certificate is signed by nobody that the kubeconfig names; take "
         "certificate-authority-data from the cluster's own kubeconfig again"},
        {"unable to get local issuer",
         "its certificate is signed by another authority than the kubeconfig names: "
         "either this is another cluster, or its certificates were renewed; take "
         "certificate-authority-data from the cluster's own kubeconfig again"},
        {"certificate has expired",
         "its certificate has expired; renew it on the server (K3s renews its own at a "
         "restart)"},
        {"not yet valid", "its certificate is not valid yet; compare the clocks of this machine and the server"},
        {"no alternative certificate subject name",
         "its certificate is for other names than the address in the "
         "kubeconfig; use an address that it is for, add this one on the "
         "server (K3s: --tls-san), or set tls-server-name"},
        {"does not match target host name",
         "its certificate is for other names than the address in the kubeconfig; "
         "use an address that it is for, add this one on the server (K3s: "
         "--tls-san), or set tls-server-name"},
    };
    for (const Known &known : all) {
        if (text.find(known.part) != text.npos)
            return std::string(known.says);
    }
    return "its certificate is not accepted: " + std::string(text);
}

}  // namespace

Error errorOf(int code, const std::string &text, const std::string &server)
{
    const auto network = [&](std::string what) { return Error{Error::Kind::Network, std::move(what), server}; };
    const auto config = [&](std::string what) { return Error{Error::Kind::Config, std::move(what), server}; };
    const std::string said = text.empty() ? curl_easy_strerror(static_cast<CURLcode>(code)) : text;
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
            return config(certificateText(said));
        case CURLE_SSL_CACERT_BADFILE:
            return config("the certificate authority in the kubeconfig can't be read (" + said + ")");
        case CURLE_SSL_CERTPROBLEM:
            return config("the client certificate in the kubeconfig can't be used (" + said + ")");
        case CURLE_COULDNT_RESOLVE_HOST:
            return network("its name can't be resolved to an address; is this machine in the right network or VPN?");
        case CURLE_COULDNT_RESOLVE_PROXY:
            return network("the name of the proxy can't be resolved to an address");
        case CURLE_COULDNT_CONNECT:
            return network("nothing answers there (" + said + ")");
        case CURLE_OPERATION_TIMEDOUT:
            return network("it did not answer in time (" + said + ")");
        case CURLE_SSL_CONNECT_ERROR:
            return network("no TLS connection comes about (" + said + ")");
        default:
            return network(said);
    }
}

}  // namespace portolan
