/// Options of Cinder that this version does not use, so that a file taken over from Cinder gets a fitting word for each.
///
/// Source: `config.tsv`.
enum UnusedFieldOptions {
    /// Names in `[DEFAULT]` or the section of a backend.
    static let names = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Sections of Cinder's other parts and of its libraries.
    static let sections: Set<String> = [
        "barbican", "brcd_fabric_example", "cisco_fabric_example", "coordination", "cors", "fc-zone-manager", "glance", "key_manager",
        "nova", "oslo_concurrency", "oslo_messaging_kafka", "oslo_reports", "oslo_versionedobjects", "privsep", "profiler",
        "service_user",
        "vault",
    ]

    private static let text = """
        auth_section auth_uri auth_version auth_protocol auth_host auth_port cache delay_auth_decision enforce_token_bind
        hash_algorithms http_request_max_retries identity_uri include_service_catalog memcache_pool_conn_get_timeout
        memcache_pool_dead_retry memcache_pool_maxsize memcache_pool_socket_timeout memcache_pool_unused_timeout
        memcache_secret_key memcache_security_strategy memcache_use_advanced_pool memcached_servers service_type
        split_loggers ciphers version
        allow_compression_on_image_upload allowed_direct_url_schemes
        api_paste_config api_rate_limit az_cache_duration backend_native_threads_pool_size backup_ceph_pool
        backup_ceph_user backup_compression_algorithm backup_container backup_driver backup_driver_init_check_interval
        backup_driver_stats_polling_interval backup_enable_progress_timer backup_file_size backup_max_operations
        backup_metadata_version backup_mount_options backup_mount_point_base backup_name_template
        backup_native_threads_pool_size backup_object_number_per_notification backup_posix_path backup_s3_block_size
        backup_s3_endpoint_url backup_s3_object_size backup_s3_store_bucket backup_service_inithost_offload
        backup_sha_block_size_bytes backup_share backup_swift_block_size backup_swift_container backup_swift_object_size
        backup_swift_url backup_timer_interval backup_use_same_host backup_use_temp_snapshot backup_workers
        chap_password chap_password_len chap_username cinder_internal_tenant_project_id cinder_internal_tenant_user_id
        compression_format compute_api_class debug default_group_type default_log_levels
        deferred_deletion_delay disk_geometry driver_client_cert driver_client_cert_key driver_data_namespace
        driver_ssl_cert_path driver_ssl_cert_verify driver_use_ssl enable_deferred_deletion enable_force_upload
        enable_new_services enable_unsupported_driver enforce_multipath_for_image_xfer
        glance_api_servers glance_core_properties glance_num_retries image_compress_on_upload
        image_conversion_address_space_limit image_conversion_cpu_limit image_conversion_dir image_conversion_disable
        image_upload_use_cinder_backend image_upload_use_internal_tenant image_volume_cache_enabled
        image_volume_cache_max_count image_volume_cache_max_size_gb init_host_max_objects_retrieval iscsi_target_flags
        iscsi_write_cache iser_helper iser_ip_address iser_port iser_target_prefix lock_path log_dir log_file
        logging_context_format_string lvm_conf_file lvm_share_target lvm_suppress_fd_warnings
        max_age message_reap_interval migration_create_volume_timeout_secs my_ipv6 nas_host nas_mount_options
        nas_secure_file_operations nas_secure_file_permissions nas_share_path nfs_mount_attempts nfs_mount_options
        nfs_mount_point_base nfs_qcow2_volumes nfs_shares_config nfs_snapshot_support nfs_sparsed_volumes
        num_volume_device_scan_tries nvmeof_conn_info_version nvmet_ns_id nvmet_port_id
        osapi_volume_extension osapi_volume_workers periodic_fuzzy_delay periodic_interval project_id_regex quota_driver
        rbd_ceph_conf rbd_cluster_name rbd_exclusive_cinder_pool rbd_flatten_volume_from_snapshot rbd_max_clone_depth
        rbd_pool rbd_secret_uuid rbd_store_chunk_size rbd_user reinit_driver_count replication_device
        report_discard_supported report_dynamic_total_capacity reservation_clean_interval reservation_expire
        reserved_image_namespaces rootwrap_config rpc_response_timeout san_ip san_login
        san_password san_thin_provision scheduler_driver
        scheduler_driver_init_wait_time scheduler_host_manager scheduler_json_config_location
        snapshot_name_template snapshot_same_host sql_connection suppress_requests_ssl_warnings
        trace_flags transfer_api_class until_refresh use_forwarded_for
        use_multipath_for_image_xfer use_stderr verify_glance_signatures vmdk_allowed_types volume_api_class
        volume_clear_ionice volume_copy_blkio_cgroup_name volume_copy_bps_limit volume_dd_blocksize volume_manager
        volume_name_template
        volume_service_inithost_offload volume_transfer_salt_length
        volumes_dir zoning_mode
        """
}
