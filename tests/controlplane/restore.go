// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// made are the kinds that the control plane makes itself, or that only a machine can fill.
var made = []string{"Pod", "ReplicaSet", "EndpointSlice", "Job", "ServiceCIDR", "StorageClass", "PersistentVolumeClaim"}

// custom are kinds that neither Kubernetes nor K3s brings, in the least form in which they can be served.
var custom = [][5]string{ // group, version, kind, plural, scope
	{"gateway.networking.k8s.io", "v1", "GatewayClass", "gatewayclasses", "Cluster"},
	{"gateway.networking.k8s.io", "v1", "Gateway", "gateways", "Namespaced"},
	{"gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes", "Namespaced"},
	{"gateway.networking.k8s.io", "v1", "GRPCRoute", "grpcroutes", "Namespaced"},
	{"gateway.networking.k8s.io", "v1alpha2", "TCPRoute", "tcproutes", "Namespaced"},
	{"gateway.networking.k8s.io", "v1alpha2", "TLSRoute", "tlsroutes", "Namespaced"},
	{"gateway.networking.k8s.io", "v1beta1", "ReferenceGrant", "referencegrants", "Namespaced"},
	{"metallb.io", "v1beta1", "IPAddressPool", "ipaddresspools", "Namespaced"},
	{"metallb.io", "v1beta1", "L2Advertisement", "l2advertisements", "Namespaced"},
	{"metallb.io", "v1beta2", "BGPPeer", "bgppeers", "Namespaced"},
}

// restorer puts saved objects into an API server as if somebody had made them there.
type restorer struct {
	client dynamic.Interface
	mapper *restmapper.DeferredDiscoveryRESTMapper
}

func newRestorer(server, authority, token string) (*restorer, error) {
	config := &rest.Config{Host: server, BearerToken: token, QPS: 500, Burst: 500, TLSClientConfig: rest.TLSClientConfig{CAFile: authority}}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	discoverer, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	return &restorer{client, restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(discoverer))}, nil
}

// restore makes the objects of a saved List: definitions first, then the rest in the order of the file.
func (r *restorer) restore(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var list unstructured.UnstructuredList
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	rank := func(o unstructured.Unstructured) int {
		return slices.Index([]string{"Namespace", "CustomResourceDefinition"}, o.GetKind())
	}
	slices.SortStableFunc(list.Items, func(a, b unstructured.Unstructured) int { return rank(b) - rank(a) })
	for _, object := range list.Items {
		isServersOwn := object.GetNamespace() == "default" && object.GetName() == "kubernetes"
		if slices.Contains(made, object.GetKind()) || isServersOwn {
			continue
		}
		if err := r.create(object); err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
	}
	return nil
}

func (r *restorer) defineCustom() error {
	for _, c := range custom {
		definition := unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": map[string]any{"name": c[3] + "." + c[0],
				"annotations": map[string]any{"api-approved.kubernetes.io": "unapproved, for tests"}},
			"spec": map[string]any{"group": c[0], "scope": c[4], "names": map[string]any{"kind": c[2], "plural": c[3], "singular": strings.ToLower(c[2]), "listKind": c[2] + "List"},
				"versions": []any{map[string]any{"name": c[1], "served": true, "storage": true,
					"schema": map[string]any{"openAPIV3Schema": map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}}}}}
		if err := r.create(definition); err != nil {
			return err
		}
	}
	return nil
}

func (r *restorer) create(object unstructured.Unstructured) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	status, hasStatus := object.Object["status"]
	cleanse(&object)
	resource, err := r.resource(ctx, object)
	if err != nil {
		return err
	}
	created, err := resource.Create(ctx, &object, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	keepsStatus := object.GetKind() == "Node" || object.GetKind() == "Service" || object.GetKind() == "Ingress"
	if err != nil || !hasStatus || !keepsStatus {
		return err
	}
	for {
		created.Object["status"] = status
		_, err = resource.UpdateStatus(ctx, created, metav1.UpdateOptions{})
		if !apierrors.IsConflict(err) {
			return err
		}
		if created, err = resource.Get(ctx, object.GetName(), metav1.GetOptions{}); err != nil {
			return err
		}
	}
}

// resource finds where an object belongs; a definition that was just made takes a moment to be served.
func (r *restorer) resource(ctx context.Context, object unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	for {
		mapping, err := r.mapper.RESTMapping(kind.GroupKind(), kind.Version)
		if err == nil {
			if mapping.Scope.Name() == meta.RESTScopeNameRoot {
				return r.client.Resource(mapping.Resource), nil
			}
			return r.client.Resource(mapping.Resource).Namespace(object.GetNamespace()), nil
		}
		r.mapper.Reset()
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// cleanse takes away what the server gives, and what would make it delete the object again.
func cleanse(object *unstructured.Unstructured) {
	for _, field := range []string{"uid", "resourceVersion", "creationTimestamp", "generation", "ownerReferences", "finalizers", "selfLink", "managedFields"} {
		unstructured.RemoveNestedField(object.Object, "metadata", field)
	}
	unstructured.RemoveNestedField(object.Object, "status")
	if claims, _, _ := unstructured.NestedSlice(object.Object, "spec", "volumeClaimTemplates"); len(claims) > 0 {
		emptyVolumes(object, claims)
	}
	if object.GetKind() == "CustomResourceDefinition" {
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		if annotations["api-approved.kubernetes.io"] == "" {
			annotations["api-approved.kubernetes.io"] = "unapproved, for tests"
		}
		object.SetAnnotations(annotations)
		versions, _, _ := unstructured.NestedSlice(object.Object, "spec", "versions")
		for _, version := range versions {
			version.(map[string]any)["schema"] = map[string]any{"openAPIV3Schema": map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}}
		}
		unstructured.SetNestedSlice(object.Object, versions, "spec", "versions")
	}
}

// emptyVolumes puts empty folders in the place of claims: there is nobody who would provide storage.
func emptyVolumes(object *unstructured.Unstructured, claims []any) {
	volumes, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "volumes")
	for _, claim := range claims {
		name, _, _ := unstructured.NestedString(claim.(map[string]any), "metadata", "name")
		volumes = append(volumes, map[string]any{"name": name, "emptyDir": map[string]any{}})
	}
	unstructured.SetNestedSlice(object.Object, volumes, "spec", "template", "spec", "volumes")
	unstructured.RemoveNestedField(object.Object, "spec", "volumeClaimTemplates")
}
